import type { KeySource } from '../auth/Authenticator.ts';
import type { Core } from '../Core.ts';
import { mediaDestinations } from './mediaDestinations.ts';
import { mintTemplateToken } from './mintTemplateToken.ts';
import { Templates } from './Templates.ts';

export function createTemplates(core: Core, keys: { readonly service: KeySource }): Promise<Templates> {
	const { config } = core;
	return Templates.create({
		...core,
		program: config.chromium,
		env: config.programEnvironment,
		user: config.templateUser,
		sandbox: config.templateSandbox === 'required',
		media: mediaDestinations(config),
		dataDir: config.dataDir,
		loadTimeout: config.templateTimeout,
		mint: (keyId, who) => mintTemplateToken(keys.service, keyId, who, config.tokenMaxLife),
	});
}
