// Where the comments of a review go.

export interface Comment {
  id: string;
  body: string;
}

/** The comments of one request, as far as they are our own. */
export interface Thread {
  /** "pull request 12 of owner/name". */
  name: string;
  /** Every own comment, from all pages. */
  own(): Promise<Comment[]>;
  add(body: string): Promise<void>;
  replace(id: string, body: string): Promise<void>;
}
