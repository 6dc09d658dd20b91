#include "CFloor.h"
int lamplight_floor(void) { return 0; }
