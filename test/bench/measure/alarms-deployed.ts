import { z } from "zod";
import { synthesise } from "../../../infra/aws/app";

const Template = z.object({ Resources: z.record(z.string(), z.object({ Type: z.string() })) });

/** How many alarms the home Region's stack has. */
export const alarmsDeployed = (): number =>
  Object.values(Template.parse(synthesise()).Resources).filter(({ Type }) => Type === "AWS::CloudWatch::Alarm").length;
