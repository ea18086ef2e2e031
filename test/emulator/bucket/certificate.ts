/** A self-signed certificate for example.com and its key, made for these tests and used for nothing else. */
function pem(label: string, der: string): string {
  return `-----BEGIN ${label}-----\n${der.replace(/.{64}/g, "$&\n")}\n-----END ${label}-----`;
}

export const CERTIFICATE = pem(
  "CERTIFICATE",
  "MIIB+DCCAWGgAwIBAgICEjQwDQYJKoZIhvcNAQELBQAwFjEUMBIGA1UEAwwLZXhhbXBsZS5jb20wIBcNMjYxMTIwMjM1OTUwWhgP" +
    "MjEyNjEwMjcyMzU5NTBaMBYxFDASBgNVBAMMC2V4YW1wbGUuY29tMIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDE30MaCn2c" +
    "l+ZE5kmqDQg844dvbuJA9boHJupJQbZW5w0WUwQiao5NN6SAI2T73G2iSs1rBlbsa8W4Uh9ldROfwcEBog60KbPLywQhuEd8M2Lu" +
    "y5GullJtPpDXPbfEkmgRxQ5HZFg3olq8MPnRBfvSS0hoLFGIQL2ROdWgt0y78QIDAQABo1MwUTAdBgNVHQ4EFgQUcq96kRcDiL3z" +
    "GP47pLCQsZxdHQUwHwYDVR0jBBgwFoAUcq96kRcDiL3zGP47pLCQsZxdHQUwDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsF" +
    "AAOBgQC8uvsDni4os4wFOz1eK+H5aXkL7XJs1hTqvE6h4yRAcv32B5slMTcD4kFGdBVj0QzfvnirXh/5lNeAV58T1Y9TC//foLb5" +
    "0ICToCwFeZSUXpY7qx0+BOy4CAbluhlPIjctuWYu0CtSjI3TsyE66WVYTcszyB9dasEIYu+WArpT9w==",
);

export const PRIVATE_KEY = pem(
  "PRIVATE KEY",
  "MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAMTfQxoKfZyX5kTmSaoNCDzjh29u4kD1ugcm6klBtlbnDRZTBCJq" +
    "jk03pIAjZPvcbaJKzWsGVuxrxbhSH2V1E5/BwQGiDrQps8vLBCG4R3wzYu7Lka6WUm0+kNc9t8SSaBHFDkdkWDeiWrww+dEF+9JL" +
    "SGgsUYhAvZE51aC3TLvxAgMBAAECgYAI+dTpXwkTFqndAlLhee6iOA14uyl9pLZylQehh2l01Nv35JkPqKQMSTkqznJQOWCWQarT" +
    "8loMNW2yVawwyAG49nHCP1lNwg4+mL9ywcQEoV9rchRXmYLATdTFVd7SzX1NrBhY0z2laXlUiSn7c5SGPW+QKAA3MRZPFlDJsxFW" +
    "MQJBAOufJ2gRLcHzbVR7BGuylXLYF49/S9DfrANabWoD5JFqEgWUBhUu3+eT/nGUqEhKVg89Na4O4/drhrQBAaJX78cCQQDV5imj" +
    "lOfJw716eQy+zpzzmdmBUPTye9oy5UOPfauLF8YNyKfQJjPSMB80Yl1iMYAt1qCJ4WIIa7qehBWrfGaHAkA2VNS5YnyypHcpa9Rx" +
    "IRTlDn8gT7Ijz+/SNh/UumESRusw7hkY+V4YAEBD4IuNX9bIXMzr/fMDMoA1MaY20SAxAkEAjvUSVUMbG01YYPdwXkJGwcTMitIp" +
    "s7q1HZj+63MJaKAN/X5jMgmmTs9cu60WTp9Y1MoCZ8SbuZcOlg0fUoqFFwJAVGDiGDaEAvGhlvultW3GDDPwmalvYOkf3gLaZLJN" +
    "NgpG450aV1wdkD0sWEBE/AFXvOWZvnP0e+uZrbb7h56hBg==",
);
