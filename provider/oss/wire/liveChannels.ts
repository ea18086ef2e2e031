// OSS API reference 20220713, ListLiveChannel: ListLiveChannelResult.
import { list, readXml, text } from "../../http/xml";

export interface ChannelPage {
  names: string[];
  /** Marker of the next page. */
  next?: string;
}

/** The text turns the meaning of IsTruncated round; in its sample `true` comes with a NextMarker, as in every list. */
export function decodeChannels(body: string): ChannelPage {
  const root = readXml(body, "ListLiveChannelResult", [
    "LiveChannel",
    "LiveChannel.PublishUrls.Url",
    "LiveChannel.PlayUrls.Url",
  ]);
  return {
    names: (list(root, "LiveChannel") ?? []).map((each) => text(each, "Name") ?? ""),
    next: text(root, "IsTruncated") === "true" ? text(root, "NextMarker") || undefined : undefined,
  };
}
