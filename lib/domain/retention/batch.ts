/** A row's place in the order in which its kind is looked through, the oldest first. */
export interface Position {
  at: Date;
  id: string;
}

/** Before all rows. */
export const beginning: Position = {
  at: new Date(0),
  id: "00000000-0000-0000-0000-000000000000",
};

/** What a batch looks through. */
export interface Slice {
  /** What ended before this may go. */
  cutoff: Date;
  after: Position;
  /** How many rows at most. */
  most: number;
}

/** What came of a batch. */
export interface Batch {
  /** The rows that were looked at and locked, in order. */
  seen: Position[];
  /** Those of them that were removed. */
  removed: Position[];
  /** Rows removed by table, what belonged to them included. */
  rows: Record<string, number>;
}
