// Unity build: the worker's ~260 sources include the same heavy headers, and compiling them one by one takes over six
// minutes on two cores. Read as a few big files they take under one. What that needs is here: cutting the sources into
// batches, and keeping names apart that several files of a batch define for themselves.
import { join } from 'node:path';

/** @typedef {import('./sources.mjs').Source} Source */

/**
 * Cuts mediasoup's files, in their order, into parts of about equal size, and libwebrtc's into two: files of its
 * congestion controller and the others repeat each other's names inside anonymous namespaces.
 *
 * @param {{ own: Source[], webrtc: Source[] }} sources
 * @param {number} parts how many batches to make of mediasoup's own files
 * @returns {Source[][]} the biggest batch first, so that compilers end at about the same time
 */
export function makeBatches({ own, webrtc }, parts) {
	const total = size(own);
	/** @type {Source[][]} */
	const batches = Array.from({ length: parts }, () => []);
	let done = 0;
	for (const source of own) {
		batches[Math.min(parts - 1, Math.floor((done / total) * parts))]?.push(source);
		done += source.text.length;
	}
	const congestion = (/** @type {Source} */ { file }) => file.includes('congestion_controller');
	batches.push(
		webrtc.filter((source) => !congestion(source)),
		webrtc.filter(congestion),
	);
	return batches.filter((batch) => batch.length > 0).sort((a, b) => size(b) - size(a));
}

const size = (/** @type {Source[]} */ batch) => batch.reduce((sum, { text }) => sum + text.length, 0);

/**
 * One C++ file that stands for a batch: the batch's unconditional includes first, then the files themselves. While a
 * file is read, each of its own names that another file of the batch has too is renamed by a macro.
 *
 * @param {Source[]} batch
 * @param {string} worker folder the files are in
 */
export function unitySource(batch, worker) {
	const owners = new Map();
	for (const source of batch) {
		for (const name of ownNames(source)) owners.set(name, (owners.get(name) ?? 0) + 1);
	}
	// Headers look at MS_CLASS too, each source defines its own.
	const lines = ['#define MS_CLASS "mediasoup-worker"'];
	for (const include of new Set(batch.flatMap(unconditionalIncludes))) lines.push(`#include ${include}`);
	lines.push('#undef MS_CLASS');
	for (const [index, source] of batch.entries()) {
		const clashing = [...ownNames(source)].filter((name) => owners.get(name) > 1);
		for (const name of clashing) lines.push(`#define ${name} ${name}_unity${index}`);
		lines.push(`#include "${join(worker, source.file)}"`);
		for (const name of clashing) lines.push(`#undef ${name}`);
		lines.push('#undef MS_CLASS');
	}
	return `${lines.join('\n')}\n`;
}

/**
 * What a file includes outside every `#if`, as it is written: `<vector>`, `"RTC/Router.hpp"`. They must come before the
 * renaming macros, which would reach into the headers.
 *
 * @param {Source} source
 * @returns {string[]}
 */
export function unconditionalIncludes({ text }) {
	const includes = [];
	let depth = 0;
	for (const line of text.split('\n')) {
		if (/^\s*#\s*if/.test(line)) depth++;
		else if (/^\s*#\s*endif/.test(line)) depth--;
		else if (depth === 0) {
			const include = line.match(/^#include\s+([<"][^>"]+[>"])/)?.[1];
			if (include) includes.push(include);
		}
	}
	return includes;
}

// mediasoup writes `static` at any depth of indentation, because its namespaces indent; libwebrtc indents nothing and
// also keeps plain constants to a file. Both capture the name that a "(", "=", "{", "[" or ";" follows.
const STATIC_OF_MEDIASOUP =
	/^\t*(?:inline |alignas\(\w+\) )*static\b[^;(={}\n]*?(?<!::)\b(\w+)\s*(?:\[[^\]\n]*\]\s*)*[({=;]/gm;
const STATIC_OF_WEBRTC = /^(?:static|const|constexpr)\b[^;(={}\n]*?(?<!::)\b(\w+)\s*(?:\[[^\]\n]*\]\s*)*[({=;]/gm;

/**
 * The names a file keeps to itself, with internal linkage.
 *
 * @param {Source} source
 * @returns {Set<string>}
 */
export function ownNames({ file, text }) {
	const pattern = file.startsWith('deps/') ? STATIC_OF_WEBRTC : STATIC_OF_MEDIASOUP;
	return new Set([...text.matchAll(pattern)].map(([, name = '']) => name));
}
