import { z } from "zod";

/** Starts a metering run. A schedule invokes it; what it is sent says nothing. */
export const StartMetering = { name: "start-metering", input: z.unknown(), environment: ["METERING_MACHINE"] } as const;
