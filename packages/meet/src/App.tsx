import { useEffect } from 'react';
import { Landing } from './landing/Landing.tsx';
import { roomOf } from './landing/roomReference.ts';
import { ParametersContext } from './parameters/ParametersContext.ts';
import type { ParsedParameters } from './parameters/parseParameters.ts';
import { Room } from './session/Room.tsx';
import { useTheme } from './theme/useTheme.ts';
import { serverUrl } from './url/serverUrl.ts';

/** The whole page: the start page at `/`, a room at `/meet/{roomId}`. */
export function App({ parameters, problems }: ParsedParameters) {
	useTheme(parameters.theme);
	useEffect(() => {
		for (const { name, value, allowed } of problems) {
			console.warn(`Query parameter ${name}=${value} is ignored. Allowed: ${allowed}.`);
		}
	}, [problems]);

	const roomId = roomOf(window.location.pathname, new URL(serverUrl()).pathname) ?? parameters.meetingId;
	return (
		<ParametersContext value={parameters}>
			{roomId === undefined ? <Landing /> : <Room roomId={roomId} />}
		</ParametersContext>
	);
}
