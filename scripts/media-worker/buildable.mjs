import { canUseApt } from '../setup/apt.mjs';
import { debianVersions } from '../setup/debian-packages.mjs';
import { machineKind } from '../setup/machine.mjs';
import { BUILD_PACKAGES } from './recipe.mjs';

/** Names of the packages that a build needs and this machine lacks. */
export function missingBuildPackages() {
	return [...debianVersions(BUILD_PACKAGES)].flatMap(([name, version]) => (version ? [] : [name]));
}

/** Whether the setup can build a media worker here. */
export function canBuildMediaWorker() {
	return machineKind() === 'debian' && (canUseApt() || missingBuildPackages().length === 0);
}
