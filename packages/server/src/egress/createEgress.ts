import type { Core } from '../Core.ts';
import type { Bus } from '../cluster/bus/Bus.ts';
import { nodeIdOf } from '../sessions/alive/nodeId.ts';
import type { Sessions } from '../sessions/createSessions.ts';
import type { DiskSpace } from '../storage/DiskSpace.ts';
import type { Storage } from '../storage/Storage.ts';
import type { Templates } from '../templates/Templates.ts';
import type { Webhooks } from '../webhooks/Webhooks.ts';
import { Egress, type EgressOptions } from './Egress.ts';
import type { OutputKind } from './OutputKind.ts';

/** What egress needs of other parts. */
export interface EgressNeeds {
	/** All kinds of output that there are. */
	readonly kinds: readonly OutputKind[];
	/** Path of a composer's script. */
	readonly composer: string;
	readonly rooms: { webhook: EgressOptions['findWebhook'] };
	readonly sessions: Pick<Sessions, 'registry' | 'services' | 'heartbeat'>;
	readonly webhooks: Pick<Webhooks, 'outbox'>;
	readonly storage: Storage;
	readonly disk: DiskSpace;
	readonly templates: Templates;
	/** The way to other nodes; undefined when there are none. */
	readonly bus: Bus | undefined;
}

/** The egress of a server; it takes over what a dead server left at its `recover()`. */
export async function createEgress(core: Core, needs: EgressNeeds): Promise<Egress> {
	const { config } = core;
	const { rooms, sessions, webhooks } = needs;
	const egress = new Egress({
		...core,
		...needs,
		outbox: webhooks.outbox,
		dataDir: config.dataDir,
		programEnvironment: config.programEnvironment,
		spareComposers: config.spareComposers,
		nodeId: await nodeIdOf(config.dataDir),
		runId: sessions.heartbeat.runId,
		sessions: sessions.registry,
		access: sessions.services.access,
		findWebhook: (room, queries) => rooms.webhook(room, queries),
	});
	core.onClose(() => egress.close());
	return egress;
}
