/** A span in milliseconds for people: "0.04 s", "12.3 s", "2 min 5 s", "3 h 10 min", "4 days". */
export function spanInWords(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} days`;
}

/** Milliseconds from one ISO time to another. */
export function msBetween(from: string, to: string): number {
  return Date.parse(to) - Date.parse(from);
}
