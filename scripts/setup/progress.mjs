const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 120;
// Where lines cannot be redrawn (a file, CI), a long step says now and then that it is still at work.
const STILL_AT_IT_MS = 20_000;

/**
 * @typedef {object} StepLine
 * @property {(text: string) => void} note says what the step does right now
 * @property {(text?: string) => void} done ends the line, with the result
 * @property {() => void} fail ends the line
 * @property {<T>(action: () => Promise<T>) => Promise<T>} paused runs something that uses the terminal itself
 *
 * @typedef {object} Progress
 * @property {(name: string, reason: string) => StepLine} start
 */

/**
 * Shows the setup's steps with their elapsed time: on a terminal as one line each that is redrawn while the step
 * runs, elsewhere as a line at its start and one at its end.
 *
 * @param {{ isTTY?: boolean | undefined, columns?: number | undefined, write(text: string): unknown }} out
 * @returns {Progress}
 */
export function createProgress(out) {
	return { start: (name, reason) => (out.isTTY ? liveLine(out, name, reason) : plainLine(out, name, reason)) };
}

/**
 * @param {{ columns?: number | undefined, write(text: string): unknown }} out
 * @param {string} name
 * @param {string} reason
 * @returns {StepLine}
 */
function liveLine(out, name, reason) {
	const started = performance.now();
	let text = reason;
	let frame = 0;
	const draw = () => {
		const line = `${FRAMES[frame++ % FRAMES.length]} ${name}: ${text}`;
		const time = ` ${seconds(started)}`;
		// A line that wraps could not be redrawn.
		out.write(`\r\x1b[K${line.slice(0, (out.columns ?? 80) - time.length - 1)}${time}`);
	};
	let timer = setInterval(draw, FRAME_MS).unref();
	const end = (/** @type {string} */ line) => {
		clearInterval(timer);
		out.write(`\r\x1b[K${line}\n`);
	};
	draw();
	return {
		note: (now) => {
			text = now;
			draw();
		},
		done: (result) => end(endLine('✓', name, result, started)),
		fail: () => end(endLine('✗', name, 'failed', started)),
		async paused(action) {
			clearInterval(timer);
			out.write('\r\x1b[K');
			try {
				return await action();
			} finally {
				timer = setInterval(draw, FRAME_MS).unref();
			}
		},
	};
}

/**
 * @param {{ write(text: string): unknown }} out
 * @param {string} name
 * @param {string} reason
 * @returns {StepLine}
 */
function plainLine(out, name, reason) {
	const started = performance.now();
	let text = reason;
	out.write(`… ${name}: ${text}\n`);
	const timer = setInterval(() => out.write(`… ${name}: ${text} (${seconds(started)})\n`), STILL_AT_IT_MS).unref();
	return {
		note: (now) => {
			text = now;
		},
		done: (result) => {
			clearInterval(timer);
			out.write(`${endLine('✓', name, result, started)}\n`);
		},
		fail: () => {
			clearInterval(timer);
			out.write(`${endLine('✗', name, 'failed', started)}\n`);
		},
		paused: (action) => action(),
	};
}

/**
 * @param {string} mark
 * @param {string} name
 * @param {string | undefined} result
 * @param {number} started
 */
function endLine(mark, name, result, started) {
	return `${mark} ${name}${result ? `: ${result}` : ''}  ${seconds(started)}`;
}

/** @param {number} started by performance.now() */
function seconds(started) {
	return formatSeconds(performance.now() - started);
}

/**
 * @param {number} ms
 * @returns {string} as `0.4 s`, `52 s`, `3 min 05 s`
 */
export function formatSeconds(ms) {
	if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
	const whole = Math.round(ms / 1000);
	if (whole < 120) return `${whole} s`;
	return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
