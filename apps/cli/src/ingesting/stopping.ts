/** Two signals of the contract: the first asks for a drain, the second ends the process at once. */
export function stopOnSignals(onFirst: () => void): { readonly signal: AbortSignal; release(): void } {
  const abort = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (abort.signal.aborted) process.exit(name === 'SIGINT' ? 130 : 143);
    onFirst();
    abort.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: abort.signal,
    release() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}
