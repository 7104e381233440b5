package com.cloudbees.plugins.credentials;

public class CredentialsMatchers {
    private CredentialsMatchers() {}

    public static CredentialsMatcher always() {
        return item -> true;
    }

    public static CredentialsMatcher instanceOf(Class<?> type) {
        return type::isInstance;
    }
}
