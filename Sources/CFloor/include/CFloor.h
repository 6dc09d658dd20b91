#pragma once
int lamplight_floor(void);
