import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AmfValue, decodeAmf0, EcmaArray, encodeAmf0 } from './amf0.ts';

describe('AMF0', () => {
	it('writes a command as the specification has it', () => {
		const bytes = encodeAmf0(['connect', 1, { app: 'live', ok: true }, null]);
		expect(bytes.toString('hex')).toBe(
			[
				'020007636f6e6e656374',
				'003ff0000000000000',
				'03',
				'0003617070',
				'0200046c697665',
				'00026f6b',
				'0101',
				'000009',
				'05',
			].join(''),
		);
	});

	it('writes an ECMA array, which is read as an object', () => {
		const bytes = encodeAmf0([new EcmaArray({ width: 1280 })]);
		expect(bytes.subarray(0, 5).toString('hex')).toBe('0800000001');
		expect(decodeAmf0(bytes)).toEqual([{ width: 1280 }]);
	});

	it('reads what it writes', () => {
		const name = fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' });
		const { value } = fc.letrec<{ value: AmfValue }>((tie) => ({
			value: fc.oneof(
				{ maxDepth: 3 },
				fc.double({ noNaN: true }),
				fc.boolean(),
				fc.string({ unit: 'grapheme' }),
				fc.constant(null),
				fc.constant(undefined),
				fc.date({ noInvalidDate: true }),
				fc.array(tie('value'), { maxLength: 4 }),
				fc.dictionary(name, tie('value'), { maxKeys: 4, noNullPrototype: true }),
			),
		}));
		fc.assert(
			fc.property(fc.array(value, { maxLength: 4 }), (values) => {
				expect(decodeAmf0(encodeAmf0(values))).toEqual(values);
			}),
		);
	});

	it('writes a string of more than 64 kB as a long one', () => {
		const text = 'x'.repeat(70_000);
		expect(decodeAmf0(encodeAmf0([text]))).toEqual([text]);
	});

	it('refuses what is cut off, unknown or without end', () => {
		const whole = encodeAmf0(['onStatus', 0, null, { code: 'NetStream.Publish.Start' }]);
		for (let length = 1; length < whole.length; length++) {
			try {
				expect(decodeAmf0(whole.subarray(0, length)).length).toBeLessThan(4);
			} catch (error) {
				expect(error).toBeInstanceOf(RangeError);
			}
		}
		expect(() => decodeAmf0(Buffer.from([0x0f]))).toThrow('of type 15');
		const deep = Buffer.concat(Array.from({ length: 1000 }, () => Buffer.from([3, 0, 1, 0x61])));
		expect(() => decodeAmf0(deep)).toThrow('levels');
		// An array that claims four thousand million values.
		expect(() => decodeAmf0(Buffer.from([10, 0xff, 0xff, 0xff, 0xff]))).toThrow(RangeError);
	});

	it('never hangs or breaks on garbage', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
				try {
					decodeAmf0(Buffer.from(bytes));
				} catch (error) {
					expect(error).toBeInstanceOf(RangeError);
				}
			}),
		);
	});
});
