import type { Context } from "hono";
import type { Page } from "./parts/layout";
import type { Ui } from "./parts/ui";
import type { Sources } from "./sources";

/** What a group of routes works with. */
export interface Desk {
  readonly ui: () => Ui;
  readonly sources: () => Sources;
  readonly show: (context: Context, page: Page, status?: 200 | 403 | 404 | 422) => Response | Promise<Response>;
  /** Refuses what a console that may only look is asked to do; undefined if it may. */
  readonly refuseAction: (context: Context) => Response | Promise<Response> | undefined;
}
