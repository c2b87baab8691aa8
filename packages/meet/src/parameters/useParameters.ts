import { createContext, useContext } from 'react';
import { parseParameters } from './parseParameters.ts';
import type { Parameters } from './table.ts';

/** The parameters of this page view; the defaults outside of it. */
export const ParametersContext = createContext<Parameters>(parseParameters('').parameters);

/** The parameters of this page view. */
export function useParameters(): Parameters {
	return useContext(ParametersContext);
}
