module outside {
    requires orbstrike.core;
    requires orbstrike.grpc;
}
