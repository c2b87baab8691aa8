import type { Logger } from 'pino';
import type { Closers } from './Closers.ts';
import type { Core } from './Core.ts';
import type { Config } from './config.ts';
import { closeDataFolder } from './dataFolder.ts';
import { Database } from './db/Database.ts';
import { holdDataFolder } from './holdDataFolder.ts';
import { createRegistry } from './http/metrics.ts';
import { watchRefusals } from './net/refusals.ts';
import { TargetGuard } from './net/TargetGuard.ts';
import { QueueClock } from './queue/QueueClock.ts';
import { SecurityLog } from './security/SecurityLog.ts';
import { targetFacts } from './security/targetFacts.ts';

/**
 * Opens what every part is built with.
 *
 * @throws when the data folder or the database cannot be used, or another server is running in the folder
 */
export async function createCore(config: Config, logger: Logger, closers: Closers): Promise<Core> {
	for (const name of config.unknown) logger.warn(`${name} is set, but there is no such setting: see docs/settings.md`);
	let url = config.publicUrl ?? '';
	const publicUrl = () => url;
	const registry = createRegistry();
	const security = new SecurityLog({ logger, registry });
	closers.add(() => security.close());
	const guard = new TargetGuard({
		allowPrivate: config.allowPrivateTargets,
		publicUrl,
		onRefused: watchRefusals(registry, logger),
		onUnanswered: (refused, keyId) => security.report('target-refused', { keyId, ...targetFacts(refused) }),
	});
	await closeDataFolder(config, logger);
	closers.add(holdDataFolder(config.dataDir));
	const database = await Database.open(config, logger);
	closers.add(() => database.close());
	return {
		config,
		logger,
		registry,
		security,
		guard,
		database,
		clock: await QueueClock.create(database),
		publicUrl,
		listensOn: (port) => {
			url ||= `http://localhost:${port}`;
		},
		onClose: (close) => closers.add(close),
	};
}
