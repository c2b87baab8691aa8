/** A value of Action Message Format 0. Arrays of both kinds and dates come out as what they are in JavaScript. */
export type AmfValue = number | boolean | string | null | undefined | Date | AmfObject | readonly AmfValue[];

export interface AmfObject {
	readonly [name: string]: AmfValue;
}

/** An object written as an ECMA array, which metadata has to be. */
export class EcmaArray {
	readonly entries: AmfObject;

	constructor(entries: AmfObject) {
		this.entries = entries;
	}
}

/** Type markers (AMF 0 specification, §2.1). */
const MARKER = {
	number: 0,
	boolean: 1,
	string: 2,
	object: 3,
	null: 5,
	undefined: 6,
	ecmaArray: 8,
	objectEnd: 9,
	strictArray: 10,
	date: 11,
	longString: 12,
} as const;

/** More inside each other than any server sends: a message that goes deeper is an attack. */
const MAX_DEPTH = 16;

/** Writes values one behind the other, as in a command message. */
export function encodeAmf0(values: readonly (AmfValue | EcmaArray)[]): Buffer {
	return Buffer.concat(values.map(encode));
}

function encode(value: AmfValue | EcmaArray): Buffer {
	if (value === undefined) return Buffer.from([MARKER.undefined]);
	if (value === null) return Buffer.from([MARKER.null]);
	if (typeof value === 'number') return Buffer.concat([Buffer.from([MARKER.number]), double(value)]);
	if (typeof value === 'boolean') return Buffer.from([MARKER.boolean, value ? 1 : 0]);
	if (typeof value === 'string') return encodeString(value);
	if (value instanceof Date)
		return Buffer.concat([Buffer.from([MARKER.date]), double(value.getTime()), Buffer.alloc(2)]);
	if (value instanceof EcmaArray) {
		const count = Object.keys(value.entries).length;
		return Buffer.concat([Buffer.from([MARKER.ecmaArray]), uint32(count), properties(value.entries)]);
	}
	if (Array.isArray(value))
		return Buffer.concat([Buffer.from([MARKER.strictArray]), uint32(value.length), ...value.map(encode)]);
	return Buffer.concat([Buffer.from([MARKER.object]), properties(value as AmfObject)]);
}

function encodeString(text: string): Buffer {
	const bytes = Buffer.from(text, 'utf8');
	const long = bytes.length > 0xffff;
	const length = long ? uint32(bytes.length) : uint16(bytes.length);
	return Buffer.concat([Buffer.from([long ? MARKER.longString : MARKER.string]), length, bytes]);
}

function properties(object: AmfObject): Buffer {
	const entries = Object.entries(object).map(([name, value]) => {
		const bytes = Buffer.from(name, 'utf8');
		return Buffer.concat([uint16(bytes.length), bytes, encode(value)]);
	});
	return Buffer.concat([...entries, Buffer.from([0, 0, MARKER.objectEnd])]);
}

/**
 * Reads all values of a message.
 *
 * @throws RangeError where it ends in the middle of a value or holds what is not known
 */
export function decodeAmf0(bytes: Buffer): AmfValue[] {
	const reader = new Reader(bytes);
	const values: AmfValue[] = [];
	while (!reader.atEnd) values.push(reader.value(0));
	return values;
}

class Reader {
	readonly #bytes: Buffer;
	#at = 0;

	constructor(bytes: Buffer) {
		this.#bytes = bytes;
	}

	get atEnd(): boolean {
		return this.#at >= this.#bytes.length;
	}

	value(depth: number): AmfValue {
		if (depth > MAX_DEPTH) throw new RangeError(`the message has more than ${MAX_DEPTH} levels`);
		const marker = this.#take(1).readUInt8();
		switch (marker) {
			case MARKER.number:
				return this.#take(8).readDoubleBE();
			case MARKER.boolean:
				return this.#take(1).readUInt8() !== 0;
			case MARKER.string:
				return this.#string(this.#take(2).readUInt16BE());
			case MARKER.longString:
				return this.#string(this.#take(4).readUInt32BE());
			case MARKER.object:
				return this.#object(depth);
			case MARKER.ecmaArray:
				this.#take(4);
				return this.#object(depth);
			case MARKER.strictArray:
				return this.#array(this.#take(4).readUInt32BE(), depth);
			case MARKER.date: {
				const date = new Date(this.#take(8).readDoubleBE());
				this.#take(2);
				return date;
			}
			case MARKER.null:
				return null;
			case MARKER.undefined:
				return undefined;
			default:
				throw new RangeError(`the message holds a value of type ${marker}`);
		}
	}

	#object(depth: number): AmfObject {
		const entries: Array<[string, AmfValue]> = [];
		for (;;) {
			const name = this.#string(this.#take(2).readUInt16BE());
			if (name === '' && this.#bytes[this.#at] === MARKER.objectEnd) {
				this.#at += 1;
				return Object.fromEntries(entries);
			}
			entries.push([name, this.value(depth + 1)]);
		}
	}

	#array(length: number, depth: number): AmfValue[] {
		const values: AmfValue[] = [];
		for (let index = 0; index < length; index++) values.push(this.value(depth + 1));
		return values;
	}

	#string(length: number): string {
		return this.#take(length).toString('utf8');
	}

	#take(length: number): Buffer {
		if (this.#at + length > this.#bytes.length) throw new RangeError('the message ends in the middle of a value');
		this.#at += length;
		return this.#bytes.subarray(this.#at - length, this.#at);
	}
}

function double(value: number): Buffer {
	const bytes = Buffer.alloc(8);
	bytes.writeDoubleBE(value);
	return bytes;
}

function uint16(value: number): Buffer {
	const bytes = Buffer.alloc(2);
	bytes.writeUInt16BE(value);
	return bytes;
}

function uint32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
}
