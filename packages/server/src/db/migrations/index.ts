import type { Migration } from 'kysely/migration';
import { keysAndRooms } from './0001-keys-and-rooms.ts';
import { sessions } from './0002-sessions.ts';
import { webhooks } from './0003-webhooks.ts';
import { captures } from './0004-captures.ts';
import { storage } from './0005-storage.ts';
import { admissions } from './0006-admissions.ts';
import { qualityAge } from './0007-quality-age.ts';
import { livestreamOutputs } from './0008-livestream-outputs.ts';
import { entrance } from './0009-entrance.ts';
import { returns } from './0010-returns.ts';
import { queues } from './0011-queues.ts';
import { homes } from './0012-homes.ts';
import { partNodes } from './0013-part-nodes.ts';

/** Every migration, in order. Add at the end; never change one that was released. */
export const MIGRATIONS: Readonly<Record<string, Migration>> = {
	'0001-keys-and-rooms': keysAndRooms,
	'0002-sessions': sessions,
	'0003-webhooks': webhooks,
	'0004-captures': captures,
	'0005-storage': storage,
	'0006-admissions': admissions,
	'0007-quality-age': qualityAge,
	'0008-livestream-outputs': livestreamOutputs,
	'0009-entrance': entrance,
	'0010-returns': returns,
	'0011-queues': queues,
	'0012-homes': homes,
	'0013-part-nodes': partNodes,
};
