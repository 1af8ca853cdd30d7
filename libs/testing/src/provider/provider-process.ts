import { startFaultyProvider, type FaultyProviderOptions, type FaultyProvider } from './faulty-provider.js';
import { type FaultRule } from './faults.js';

/** What the parent asks of the provider in its own process. */
export type ProviderCall =
  | { id: number; call: 'start'; argument: FaultyProviderOptions }
  | { id: number; call: 'fail'; argument: FaultRule }
  | { id: number; call: 'heal' }
  | { id: number; call: 'requests'; argument: string | null }
  | { id: number; call: 'sha256'; argument: string };

let provider: FaultyProvider | null = null;

async function answer(message: ProviderCall): Promise<unknown> {
  if (message.call === 'start') {
    provider = await startFaultyProvider(message.argument);
    return provider.url;
  }
  if (provider === null) throw new Error('the provider is not started');
  if (message.call === 'requests') return provider.requests(message.argument ?? undefined);
  if (message.call === 'sha256') return provider.sha256(message.argument);
  if (message.call === 'fail') provider.fail(message.argument);
  else provider.heal();
  return null;
}

process.on('message', (message: ProviderCall) => {
  answer(message).then(
    (result) => process.send?.({ id: message.id, result }),
    (error: unknown) => process.send?.({ id: message.id, error: String(error) }),
  );
});
// Nobody else stops it when the parent is killed.
process.on('disconnect', () => process.exit(0));
