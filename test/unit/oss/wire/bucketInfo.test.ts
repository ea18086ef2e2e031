import { WireError } from "../../../../provider/http/errors";
import { decodeBucketInfo, decodeBuckets } from "../../../../provider/oss/wire/bucketInfo";
import { fixture, garbled, half } from "../golden";

describe("GetBucketInfo", () => {
  test("reads the sample answer", () => {
    expect(decodeBucketInfo(fixture("bucketInfo/get.xml"))).toEqual({
      name: "oss-example",
      location: "oss-cn-hangzhou",
      region: "cn-hangzhou",
      storageClass: "Standard",
      creationDate: "2013-07-31T10:56:21.000Z",
      extranetEndpoint: "oss-cn-hangzhou.aliyuncs.com",
      intranetEndpoint: "oss-cn-hangzhou-internal.aliyuncs.com",
      ownerId: "27183473914****",
      acl: "private",
      dataRedundancyType: "LRS",
      hierarchicalNamespace: true,
      transferAcceleration: false,
      crossRegionReplication: false,
    });
  });

  const bucket = (inner: string) => decodeBucketInfo(`<BucketInfo><Bucket>${inner}</Bucket></BucketInfo>`);

  test("reads everything that the table names beside the sample", () => {
    expect(
      bucket(
        "<Name>b</Name><Location>oss-cn-shanghai</Location><Region>cn-shanghai</Region><StorageClass>Cold Archive</StorageClass>" +
          "<AccessControlList><Grant>public-read</Grant></AccessControlList><DataRedundancyType>ZRS</DataRedundancyType>" +
          "<Versioning>Suspended</Versioning><TransferAcceleration>Enabled</TransferAcceleration>" +
          "<CrossRegionReplication>Enabled</CrossRegionReplication>",
      ),
    ).toMatchObject({
      region: "cn-shanghai",
      storageClass: "ColdArchive",
      acl: "public-read",
      dataRedundancyType: "ZRS",
      versioning: "Suspended",
      hierarchicalNamespace: false,
      transferAcceleration: true,
      crossRegionReplication: true,
    });
  });

  test("reads the encryption rule in both forms that the table leaves open", () => {
    const rule = "<SSEAlgorithm>KMS</SSEAlgorithm><KMSMasterKeyID>k1</KMSMasterKeyID>";
    const plain = bucket(`<ServerSideEncryptionRule>${rule}</ServerSideEncryptionRule>`);
    const wrapped = bucket(
      `<ServerSideEncryptionRule><ApplyServerSideEncryptionByDefault>${rule}</ApplyServerSideEncryptionByDefault></ServerSideEncryptionRule>`,
    );
    expect(plain).toMatchObject({ sseAlgorithm: "KMS", kmsMasterKeyId: "k1" });
    expect(wrapped).toEqual(plain);
  });

  test("reads no encryption from an absent rule, an empty algorithm and the word None", () => {
    for (const rule of ["", "<SSEAlgorithm/>", "<SSEAlgorithm>None</SSEAlgorithm><KMSMasterKeyID/>"]) {
      const info = bucket(`<ServerSideEncryptionRule>${rule}</ServerSideEncryptionRule>`);
      expect([info.sseAlgorithm, info.kmsMasterKeyId]).toEqual([undefined, undefined]);
    }
  });

  test.each([...garbled, ["half an answer", half("bucketInfo/get.xml")]])("%s is a WireError", (_, body) => {
    expect(() => decodeBucketInfo(body)).toThrow(WireError);
  });
});

describe("GetService", () => {
  test("reads the sample of all buckets, which has no page marks", () => {
    expect(decodeBuckets(fixture("service/get-all.xml"))).toEqual({
      ownerId: "512**",
      buckets: [
        {
          name: "app-base-oss",
          location: "oss-cn-shanghai",
          region: "cn-shanghai",
          storageClass: "Standard",
          creationDate: "2014-02-17T18:12:43.000Z",
          extranetEndpoint: "oss-cn-shanghai.aliyuncs.com",
          intranetEndpoint: "oss-cn-shanghai-internal.aliyuncs.com",
        },
        {
          name: "mybucket",
          location: "oss-cn-hangzhou",
          region: "cn-hangzhou",
          storageClass: "IA",
          creationDate: "2014-02-25T11:21:04.000Z",
          extranetEndpoint: "oss-cn-hangzhou.aliyuncs.com",
          intranetEndpoint: "oss-cn-hangzhou-internal.aliyuncs.com",
        },
      ],
    });
  });

  test("reads the sample of one page with the mark of the next", () => {
    const page = decodeBuckets(fixture("service/get-page.xml"));
    expect(page.nextMarker).toBe("mybucket10");
    expect(page.buckets.map((bucket) => bucket.name)).toEqual(["mybucket01"]);
  });

  test("reads an account without buckets", () => {
    const body = "<ListAllMyBucketsResult><Owner><ID>1</ID></Owner><Buckets></Buckets></ListAllMyBucketsResult>";
    expect(decodeBuckets(body)).toEqual({ ownerId: "1", buckets: [] });
  });

  test("does not go on where the last page says so", () => {
    const body =
      "<ListAllMyBucketsResult><IsTruncated>false</IsTruncated><NextMarker>x</NextMarker></ListAllMyBucketsResult>";
    expect(decodeBuckets(body).nextMarker).toBeUndefined();
  });

  test.each([...garbled, ["half an answer", half("service/get-all.xml")]])("%s is a WireError", (_, body) => {
    expect(() => decodeBuckets(body)).toThrow(WireError);
  });
});
