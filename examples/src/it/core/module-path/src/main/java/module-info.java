module outside {
    requires orbstrike.core;
}
