package io.jenkins.plugins.ecsrelease.steps.link;

import java.net.URL;
import java.util.List;

/** The libraries that are there when the plugin runs in Jenkins, though it does not bring them. */
final class Brought {

    /** Path in a Maven repository, and who brings it. */
    private static final List<String> LIBRARIES = List.of(
            "/com/google/guava/guava/", // Jenkins core
            "/jakarta/servlet/jakarta.servlet-api/", // Jenkins core
            "/org/springframework/", // Jenkins core
            "/org/jvnet/localizer/localizer/", // Jenkins core
            "/com/fasterxml/jackson/", // jackson2-api
            "/org/reactivestreams/", // aws-java-sdk2-core
            "/software/amazon/awssdk/"); // aws-java-sdk2-*, or bundled

    private Brought() {}

    static boolean isFrom(URL place) {
        return LIBRARIES.stream().anyMatch(place.getPath()::contains);
    }
}
