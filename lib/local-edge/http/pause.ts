/** Waits for some milliseconds. Nothing is scheduled for 0, so that tests without latency stay fast. */
export function pause(milliseconds: number): Promise<void> {
  if (milliseconds <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds).unref();
  });
}
