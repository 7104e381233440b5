package io.jenkins.plugins.ecsrelease.sandbox.protocol;

import io.jenkins.plugins.ecsrelease.sandbox.world.AccessKeys;
import io.jenkins.plugins.ecsrelease.sandbox.world.World;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** Requests that no client would write, correctly signed by the administrator. */
final class Signed {

    private Signed() {}

    static Asked json(String service, String target, String body) {
        return of(service, Map.of("X-Amz-Target", target, "Content-Type", "application/x-amz-json-1.1"),
                body.getBytes(StandardCharsets.UTF_8));
    }

    static Asked form(String service, String body) {
        return of(service, Map.of("Content-Type", "application/x-www-form-urlencoded"), body.getBytes(StandardCharsets.UTF_8));
    }

    static Asked gzip(String service, String target, byte[] body) {
        return of(service, Map.of("X-Amz-Target", target, "Content-Type", "application/x-amz-json-1.1",
                "Content-Encoding", "gzip"), body);
    }

    private static Asked of(String service, Map<String, String> headers, byte[] body) {
        SdkHttpFullRequest.Builder request = SdkHttpFullRequest.builder().method(SdkHttpMethod.POST).protocol("http")
                .host("127.0.0.1").port(4566).encodedPath("/");
        headers.forEach(request::putHeader);
        SdkHttpRequest signed = AwsV4HttpSigner.create().sign(sign -> sign
                .identity(AwsBasicCredentials.create(AccessKeys.administrator(World.ACCOUNT), AccessKeys.SECRET))
                .request(request.build()).payload(ContentStreamProvider.fromByteArray(body))
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                .putProperty(AwsV4HttpSigner.REGION_NAME, "eu-central-1")).request();
        Map<String, List<String>> sent = new LinkedHashMap<>();
        signed.forEachHeader((name, values) -> sent.put(name.toLowerCase(Locale.ROOT), values));
        return new Asked("POST", "/", "", sent, body);
    }
}
