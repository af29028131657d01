"use client";

import { GlobalFailure } from "@/components/shell/global-failure";

export default GlobalFailure;
