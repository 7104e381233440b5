package org.kohsuke.stapler;

import java.io.IOException;

public class HttpResponses {

    /** An answer that may be thrown as well as returned. */
    public abstract static class HttpResponseException extends RuntimeException implements HttpResponse {
        private static final long serialVersionUID = 1L;

        public HttpResponseException(String message) {
            super(message);
        }
    }

    public static HttpResponseException errorWithoutStack(int code, String message) {
        return new HttpResponseException(message) {
            private static final long serialVersionUID = 1L;

            @Override
            public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node) throws IOException {
                response.sendError(code, message);
            }
        };
    }

    /** To a page of this Jenkins. */
    public static HttpResponseException redirectViaContextPath(String path) {
        return new HttpResponseException("to " + path) {
            private static final long serialVersionUID = 1L;

            @Override
            public void generateResponse(StaplerRequest2 request, StaplerResponse2 response, Object node) throws IOException {
                response.sendRedirect2(request.getContextPath() + "/" + path);
            }
        };
    }

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
