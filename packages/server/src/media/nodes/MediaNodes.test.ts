import type { BusNotice } from '@roomcast/contract';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Bus } from '../../cluster/bus/Bus.ts';
import { MediaNodes } from './MediaNodes.ts';
import { WORKER_VERSION } from './workerVersion.ts';

let nodes: MediaNodes;
let said: BusNotice<'media-node'>[];
let hear: (notice: BusNotice<'media-node'>) => void;
let open: Bus['open'];

beforeEach(() => {
	vi.useFakeTimers();
	said = [];
	open = async () => {
		throw new Error('it has none left');
	};
	const bus = {
		nodeId: 'own',
		tell: (_: string, notice: BusNotice<'media-node'>) => said.push(notice),
		hear: (_: string, handler: typeof hear) => {
			hear = handler;
		},
		open: (...args: Parameters<Bus['open']>) => open(...args),
	} as unknown as Bus;
	const logger = pino({ level: 'silent' });
	nodes = new MediaNodes({ bus, region: 'here', workers: () => 2, streams: () => 7, logger });
});
afterEach(() => {
	nodes.close();
	vi.useRealTimers();
});

const notice = { nodeId: 'other', region: 'there', workerVersion: WORKER_VERSION, workers: 2, streams: 30 };

it('says every second what this node has to do', () => {
	vi.advanceTimersByTime(2000);
	const own = { nodeId: 'own', region: 'here', workerVersion: WORKER_VERSION, workers: 2, streams: 7 };
	expect(said).toEqual([own, own, own]);
});

it('has one more worker of each node that has some, with what that node does besides as its load', () => {
	expect(nodes.slots).toEqual([]);
	hear(notice);
	expect(nodes.slots).toMatchObject([{ region: 'there', here: false, load: 15, running: undefined }]);
	const settle = nodes.slots[0]?.expect(5);
	expect(nodes.slots).toMatchObject([{ load: 20 }]);
	settle?.();
	hear({ ...notice, streams: 10 });
	expect(nodes.slots).toMatchObject([{ load: 5 }]);
});

it('has none of nodes that are silent, drain, or have another version of the worker', () => {
	hear({ ...notice, nodeId: 'older', workerVersion: '0.0.1' });
	hear({ ...notice, nodeId: 'drains', workers: 0 });
	hear({ ...notice, nodeId: 'own' });
	expect(nodes.slots).toEqual([]);
	hear(notice);
	vi.advanceTimersByTime(3400);
	expect(nodes.slots).toHaveLength(1);
	vi.advanceTimersByTime(200);
	expect(nodes.slots).toEqual([]);
});

it('leaves a node alone for a while that could not start one', async () => {
	hear(notice);
	await expect(nodes.slots[0]?.open()).rejects.toThrow('it has none left');
	expect(nodes.slots).toEqual([]);
	vi.advanceTimersByTime(5100);
	hear(notice);
	expect(nodes.slots).toHaveLength(1);
});
