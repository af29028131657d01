/** Whether a row has these values already; lists are compared in their order. */
export function isSame<T extends object>(row: T, values: Partial<T>): boolean {
  return Object.entries(values).every(
    ([name, value]) => JSON.stringify(row[name as keyof T]) === JSON.stringify(value),
  );
}
