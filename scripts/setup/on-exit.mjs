/** @type {Set<() => void>} */
const pending = new Set();

// 128 + n is what shells report for a process that signal n ended.
const onHangup = () => process.exit(128 + 1);
const onInterrupt = () => process.exit(128 + 2);
const onTerminate = () => process.exit(128 + 15);

/**
 * Undoes something when the process ends, also by Ctrl-C or a signal: ends children, removes temporary folders.
 * While nothing waits to be undone, signals are left alone.
 *
 * @param {() => void} action synchronous; run once
 * @returns {() => void} does it now, and forgets it
 */
export function onExit(action) {
	if (pending.size === 0) listen();
	pending.add(action);
	return () => {
		if (!pending.delete(action)) return;
		if (pending.size === 0) unlisten();
		action();
	};
}

function undoAll() {
	for (const action of pending) {
		// If one fails, the others still run.
		try {
			action();
		} catch {}
	}
}

function listen() {
	process.on('exit', undoAll).on('SIGHUP', onHangup).on('SIGINT', onInterrupt).on('SIGTERM', onTerminate);
}

function unlisten() {
	process.off('exit', undoAll).off('SIGHUP', onHangup).off('SIGINT', onInterrupt).off('SIGTERM', onTerminate);
}
