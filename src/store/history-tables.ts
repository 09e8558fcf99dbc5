/** One row a prediction. */
export interface PredictionTable {
  readonly id: string;
  /** milliseconds since the epoch; PostgreSQL's driver gives a 64-bit integer as text */
  readonly created_at: number | string;
  readonly file_name: string;
  readonly predicted_class: string;
  readonly predicted_class_index: number;
  readonly confidence: number;
  readonly duration_ms: number;
  readonly model_version: string;
  readonly class_list_id: string;
  /** JSON array of numbers, in the order of the class list */
  readonly probabilities: string;
}

/** The names that probabilities belong to: the same for every prediction of a model version. */
export interface ClassListTable {
  /** first 16 hexadecimal digits of the SHA-256 of `names` */
  readonly id: string;
  /** JSON array of strings */
  readonly names: string;
}

/** Totals of each predicted class, changed in the transaction that inserts its predictions. */
export interface ClassTotalsTable {
  readonly predicted_class: string;
  readonly predictions: number | string;
  readonly confidence_sum: number;
  readonly confidence_min: number;
  readonly confidence_max: number;
  readonly duration_ms_sum: number;
}

/** The history database, as Kysely sees it. */
export interface HistoryTables {
  readonly predictions: PredictionTable;
  readonly class_lists: ClassListTable;
  readonly class_totals: ClassTotalsTable;
}
