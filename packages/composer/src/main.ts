/** The composer process: started with `child_process.fork`, spoken to over IPC (see docs/composer.md). */

import { enableCompileCache, flushCompileCache } from 'node:module';

// FFmpeg's asynchronous calls run on libuv's pool, which reads its size at first use: before anything is imported.
process.env.UV_THREADPOOL_SIZE ??= '6';
// Kept between runs: what Node.js made of the sources.
enableCompileCache();

const { ComposerProcess } = await import('./process.ts');
new ComposerProcess(process);
// At once: one that is killed while it waits for work would leave nothing.
flushCompileCache();
