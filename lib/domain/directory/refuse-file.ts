import { AppError, type InvalidField } from "@/lib/schemas/errors";

/** Refuses a directory file, each problem by its place in the file. */
export function refuse(problems: InvalidField[]): never {
  const lines = problems.map(({ path, message }) => `${path}: ${message}`);
  throw new AppError("invalid_input", lines.join("\n"), problems);
}
