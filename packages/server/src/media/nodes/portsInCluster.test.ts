import { expect, it } from 'vitest';
import { portsInCluster } from './portsInCluster.ts';

it('divides what the workers leave, and no port has two uses', () => {
	const { served, pipes } = portsInCluster({ min: 40000, max: 40099 }, 2);
	expect([served.at(0), served.at(-1), served.length]).toEqual([40002, 40050, 49]);
	expect(pipes).toEqual({ min: 40051, max: 40099 });
	expect(portsInCluster({ min: 5, max: 9 }, 1)).toEqual({ served: [6, 7], pipes: { min: 8, max: 9 } });
});

it('serves nobody where no port would be left for what crosses', () => {
	expect(portsInCluster({ min: 5, max: 5 }, 1)).toEqual({ served: [], pipes: { min: 5, max: 5 } });
	expect(portsInCluster({ min: 5, max: 6 }, 1)).toEqual({ served: [], pipes: { min: 6, max: 6 } });
	expect(portsInCluster({ min: 5, max: 7 }, 1)).toEqual({ served: [6], pipes: { min: 7, max: 7 } });
});
