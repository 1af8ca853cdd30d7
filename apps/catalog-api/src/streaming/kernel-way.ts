import { type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type * as Koffi from 'koffi';
import { type OpenFile } from './open-file.js';

/** What koffi makes of a C function, called on a thread of the pool. */
interface Threaded<Args extends unknown[]> {
  async(...args: [...Args, (error: Error | null, result: number | bigint) => void]): void;
}

interface LibC {
  sendfile: Threaded<[output: number, input: number, offset: [number], count: number]>;
  dup(descriptor: number): number;
  close(descriptor: number): number;
}

/** For about a millisecond a call of that size holds one of the few threads that the databases wait for, too. */
const MOST_BYTES = 1024 * 1024;

/** More calls at once would only wait for a thread, and koffi throws from the 257th on. */
const MOST_AT_ONCE = 64;

/**
 * koffi gives each call memory for its arguments. By default it has much more than ours need and keeps that of eight calls;
 * making it anew for every other one took as long as the call.
 */
const CALL_MEMORY = { async_stack_size: 64 * 1024, async_heap_size: 64 * 1024, resident_async_pools: 32 };

let underWay = 0;

/**
 * A way to one socket that is not through this process: by sendfile(2) the kernel hands the bytes of a file to it, which
 * makes a quarter of the work of reading and writing them. Node offers nothing of the kind (ADR 16).
 */
export class KernelWay {
  private constructor(
    private readonly libc: LibC,
    private readonly socket: Socket,
    private readonly descriptor: number,
  ) {}

  /** Undefined when there is none: another system than Linux, bytes that must be encrypted. The caller closes it. */
  static async to(socket: Socket | null): Promise<KernelWay | undefined> {
    const libc = await libC();
    const theirs = socket instanceof TLSSocket ? undefined : descriptorOf(socket);
    if (!libc || !socket || theirs === undefined) return undefined;
    // Of our own: theirs may be closed while a call is under way, and be the number of another client's a moment later.
    const own = libc.dup(theirs);
    return own < 0 ? undefined : new KernelWay(libc, socket, own);
  }

  /** Whether what was written to the socket before has left this process: the file must not overtake it. */
  get isClear(): boolean {
    return !this.socket.destroyed && this.socket.writableLength === 0 && this.socket.writableCorked === 0;
  }

  /** Sends from `position`; says whether the socket may take more now. An unknown obstacle looks like a full socket. */
  async send(file: OpenFile, position: number, count: number): Promise<{ sent: number; isFull: boolean }> {
    if (underWay >= MOST_AT_ONCE) return { sent: 0, isFull: true };
    const wanted = Math.min(count, MOST_BYTES);
    underWay += 1;
    try {
      const sent = await this.call(file, position, wanted);
      return { sent, isFull: sent < wanted };
    } finally {
      underWay -= 1;
    }
  }

  close(): void {
    this.libc.close(this.descriptor);
  }

  private call(file: OpenFile, position: number, count: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.libc.sendfile.async(this.descriptor, file.descriptor, [position], count, (error, sent) => {
        if (error) reject(error);
        else resolve(Math.max(0, Number(sent)));
      });
    });
  }
}

/** Node does not document it; if it stops telling, bytes go the ordinary way. */
function descriptorOf(socket: Socket | null): number | undefined {
  const { _handle: handle } = (socket ?? {}) as { _handle?: { fd?: unknown } | null };
  return typeof handle?.fd === 'number' && handle.fd >= 0 ? handle.fd : undefined;
}

let loaded: Promise<LibC | undefined> | undefined;

const libC = (): Promise<LibC | undefined> => (loaded ??= load());

/** Other systems have another sendfile, if any; koffi may have no build for the machine. */
async function load(): Promise<LibC | undefined> {
  if (process.platform !== 'linux') return undefined;
  try {
    return bind(await import('koffi'));
  } catch {
    return undefined;
  }
}

function bind(koffi: typeof Koffi): LibC {
  limitCallMemory(koffi);
  const libc = koffi.load(null);
  return {
    sendfile: libc.func('int64_t sendfile(int output, int input, _Inout_ int64_t *offset, size_t count)'),
    dup: libc.func('int dup(int descriptor)'),
    close: libc.func('int close(int descriptor)'),
  };
}

/** koffi refuses once anybody in this process has loaded a library; then calls are slower, not wrong. */
function limitCallMemory(koffi: typeof Koffi): void {
  try {
    koffi.config(CALL_MEMORY);
  } catch {
    return;
  }
}
