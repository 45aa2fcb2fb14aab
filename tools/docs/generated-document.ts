/** A generated document: its path in the repository and what it must say. */
export interface GeneratedDocument {
  path: string;
  text: string;
}
