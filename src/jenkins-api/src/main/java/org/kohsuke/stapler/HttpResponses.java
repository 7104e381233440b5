package org.kohsuke.stapler;

import java.io.IOException;

public class HttpResponses {
    /** Back to the page that the action belongs to. */
    public static HttpResponse redirectToDot() {
        return new HttpResponse() {
            @Override
            public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node) throws IOException {
                response.sendRedirect2(".");
            }
        };
    }
}
