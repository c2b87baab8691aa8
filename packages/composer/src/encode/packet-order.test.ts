import { expect, it } from 'vitest';
import { PacketOrder } from './packet-order.ts';

const at = (ptsUs: number) => ({ ptsUs });
const times = (ready: Array<{ stream: number; packet: { ptsUs: number } }>) =>
	ready.map(({ stream, packet }) => `${stream}:${packet.ptsUs}`);

it('gives packets of two streams in order of time, and holds back what may yet be overtaken', () => {
	const order = new PacketOrder<{ ptsUs: number }>(2);
	expect(times(order.push(1, at(5)))).toEqual([]);
	expect(times(order.push(0, at(10)))).toEqual(['1:5']);
	expect(times(order.push(0, at(20)))).toEqual([]);
	expect(times(order.push(1, at(10)))).toEqual(['0:10', '1:10']);
	expect(times(order.push(1, at(30)))).toEqual(['0:20']);
	expect(times(order.flush())).toEqual(['1:30']);
	expect(times(order.flush())).toEqual([]);
});

it('passes one stream straight through', () => {
	const order = new PacketOrder<{ ptsUs: number }>(1);
	expect(times(order.push(0, at(1)))).toEqual(['0:1']);
});
