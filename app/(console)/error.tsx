"use client";

import { ScreenFailed } from "@/components/shell/screen-failed";

export default ScreenFailed;
