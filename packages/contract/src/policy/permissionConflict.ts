/** Permissions that go with no other: they say how somebody comes in, and that this is all. */
const ALONE: readonly string[] = ['ask_join', 'allow_view'];

/**
 * What is wrong with the permissions of a token, taken together.
 *
 * @returns undefined when nothing is
 */
export function permissionConflict(permissions: readonly string[]): string | undefined {
	const alone = permissions.find((permission) => ALONE.includes(permission));
	const besides = permissions.find((permission) => permission !== alone);
	if (alone === undefined || besides === undefined) return undefined;
	return `\`${alone}\` cannot be combined with \`${besides}\``;
}
