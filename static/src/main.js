// What scripts add to pages that work without them.
import { follow, land, unfold } from "./contents.js";
import { menus, themeSwitch } from "./display.js";
import { preview, refuseTooLarge, toolbar, warnBeforeLeaving } from "./editing.js";
import { choose, compare, walk } from "./history.js";
import { keys } from "./keys.js";
import { live } from "./live.js";
import { related } from "./related.js";
import { suggest } from "./suggest.js";

const each = (selector, action) => document.querySelectorAll(selector).forEach((element) => action(element));

menus();
land();
each("[data-theme-switch]", themeSwitch);
each("form[data-suggest-url]", suggest);
each("#keys", keys);
each("nav.toc", unfold);
each("nav.toc", follow);
each("form[data-compare]", compare);
each("[data-related]", related);
each("[data-live]", live);
each("form[data-choices]", choose);
each("form[data-walk]", walk);
each("form[data-preview-url]", preview);
each("form[data-edit]", refuseTooLarge);
each("form[data-edit]", warnBeforeLeaving);
each("[data-toolbar]", toolbar);
