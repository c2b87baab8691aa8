/** The composer process: started with `child_process.fork`, spoken to over IPC (see docs/composer.md). */

// FFmpeg's asynchronous calls run on libuv's pool, which reads its size at first use: before anything is imported.
process.env.UV_THREADPOOL_SIZE ??= '6';

const { ComposerProcess } = await import('./process.ts');
new ComposerProcess(process);
