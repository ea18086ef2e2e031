/** A self-signed certificate for localhost and its key, made for these tests and used for nothing else. */
function pem(label: string, der: string): string {
  return `-----BEGIN ${label}-----\n${der.replace(/.{64}/g, "$&\n")}\n-----END ${label}-----\n`;
}

export const TLS = {
  cert: pem(
    "CERTIFICATE",
    "MIIBlTCCATugAwIBAgIUcvnbLr1M+IEYPOVfg2JItgwAOxgwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEy" +
      "ODEwMjAxOFoYDzIxMjYxMTA0MTAyMDE4WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAS8ghdv" +
      "WZ/WXv3bvW1ZHcx7HPvJqLhZLVN6rKiTqEUh5ovoCwBVf2hymFbTcz2FtBs8p3ERO1Kym6onZ1rGbl9vo2kwZzAdBgNVHQ4EFgQUZb0v" +
      "02embQGdnvWtebZgX7OTnrcwHwYDVR0jBBgwFoAUZb0v02embQGdnvWtebZgX7OTnrcwDwYDVR0TAQH/BAUwAwEB/zAUBgNVHREEDTAL" +
      "gglsb2NhbGhvc3QwCgYIKoZIzj0EAwIDSAAwRQIhAMU560uOIL1idlWGz9ywAXA8nt7k3diNc9iJo3fWYfoMAiA6/PpnCym7gKkY/HKA" +
      "GoavIsyCRoXxbQzUxq5h3ueZYg==",
  ),
  key: pem(
    "PRIVATE KEY",
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgk3Hj3j3VEJ3FkcFj2iRS/CT5AARx1wB4uKXaFhHGzgmhRANCAAS8ghdv" +
      "WZ/WXv3bvW1ZHcx7HPvJqLhZLVN6rKiTqEUh5ovoCwBVf2hymFbTcz2FtBs8p3ERO1Kym6onZ1rGbl9v",
  ),
};
