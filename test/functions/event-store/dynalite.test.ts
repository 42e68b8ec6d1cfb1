import { folds } from "../../../functions/kernel/streams/folds";
import { startDynalite } from "../../kit/log-tables";
import { costSuite } from "./cost";
import { onEngine } from "./engine";
import { eventStoreSuite } from "./suite";

eventStoreSuite("dynalite", () => onEngine(startDynalite));
eventStoreSuite("dynalite, by a process that remembers its folds", () => onEngine(startDynalite, folds()));
// dynalite refuses without returning the item, so the winner costs one strong read more.
costSuite("dynalite", startDynalite, ["PutItem", "GetItem"]);
