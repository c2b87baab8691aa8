import { ParticipantId, PERMISSIONS, permissionConflict, ROLES } from '@roomcast/contract';
import { lifeWithin, mintToken } from '@roomcast/server/auth/mintToken';
import { Check } from 'typebox/value';
import { type Command, UsageError } from '../Command.ts';
import { chooseKey } from '../chooseKey.ts';
import { parseDuration } from '../duration.ts';
import { withDatabase } from '../withDatabase.ts';

const A_DAY = 24 * 60 * 60;

export const token: Command = {
	summary: 'Mint a token and print it',
	usage: '[options]',
	options: {
		permissions: {
			type: 'string',
			value: 'list',
			description: `permissions of the token, of ${PERMISSIONS.join(', ')} (allow_join,allow_mod)`,
		},
		room: { type: 'string', value: 'room', description: 'limit the token to this room: its roomId or customRoomId' },
		participant: { type: 'string', value: 'id', description: 'limit the token to this participant' },
		roles: { type: 'string', value: 'list', description: `where the token works, of ${ROLES.join(', ')} (everywhere)` },
		expires: {
			type: 'string',
			value: 'time',
			description: 'how long the token is valid: 90s, 15m, 24h, 7d (24h, or what ROOMCAST_TOKEN_MAX_LIFE allows)',
		},
		key: { type: 'string', value: 'key', description: 'API key that signs the token' },
	},
	notes: [
		'Examples',
		'  roomcast token --roles crawler                                    for the REST API',
		'  roomcast token --room abcd-efgh-ijkl --permissions ask_join       for a guest',
	].join('\n'),
	async run({ options }) {
		const permissions = words('permissions', options.permissions ?? 'allow_join,allow_mod', PERMISSIONS);
		const conflict = permissionConflict(permissions);
		if (conflict !== undefined) throw new UsageError(`--permissions: ${conflict}.`);
		const roles = options.roles === undefined ? undefined : words('roles', options.roles, ROLES);
		const asked = options.expires === undefined ? undefined : parseDuration(String(options.expires));
		const { participant, room } = options;
		if (participant !== undefined && !Check(ParticipantId, participant))
			throw new UsageError('--participant takes 1–64 letters, digits and . _ ~ @ : + -');
		const text = await withDatabase(async (services) => {
			const { tokenMaxLife } = services.config;
			if (asked !== undefined && tokenMaxLife !== undefined && asked > tokenMaxLife)
				throw new UsageError(`--expires is ${asked} s; ROOMCAST_TOKEN_MAX_LIFE allows at most ${tokenMaxLife} s.`);
			const expiresIn = asked ?? lifeWithin(A_DAY, tokenMaxLife);
			const key = await chooseKey(services, options.key as string | undefined);
			const found = room === undefined ? undefined : await services.rooms.find(key.id, String(room));
			if (room !== undefined && found === undefined)
				throw new UsageError(`Key ${key.id} has no room ${room}. \`roomcast room create\` creates one.`);
			return mintToken(key, { permissions, roles, roomId: found?.roomId, participantId: participant, expiresIn });
		});
		console.log(text);
	},
};

/** The words of a list between commas, each of which must be known. */
function words<const T extends readonly string[]>(option: string, text: string | boolean, known: T): T[number][] {
	return String(text)
		.split(',')
		.map((part) => {
			const word = known.find((candidate) => candidate === part.trim());
			if (word === undefined)
				throw new UsageError(
					`--${option} takes ${known.join(', ')}, separated by commas. "${part.trim()}" is not one of them.`,
				);
			return word;
		});
}
