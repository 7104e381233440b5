package io.jenkins.plugins.ecsrelease.sandbox.protocol;

/** Tells which protocol a request is in. */
final class Wires {

    private Wires() {}

    static Wire of(Asked asked, String service) {
        if (asked.header("smithy-protocol").equals("rpc-v2-cbor")) {
            return JsonWire.cbor(asked);
        }
        if (!asked.header("x-amz-target").isEmpty() || asked.header("content-type").contains("json")) {
            return JsonWire.json(asked);
        }
        return new QueryWire(asked, service.equals("ec2"), Dialect.of(service).namespace());
    }

    /** To refuse a request with, whose body is not to be trusted. */
    static Wire unread(Asked asked, String service) {
        return of(new Asked("POST", asked.path(), "", asked.headers(), new byte[0]), service);
    }
}
